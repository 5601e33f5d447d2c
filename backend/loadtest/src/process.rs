//! What the kernel knows of a process: CPU time spent, memory held, its parent.

use std::time::Duration;

/// CPU time of all threads of a process so far; zero when it is gone.
pub fn cpu(pid: u32) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    tasks.map(|task| on_cpu(&task.path().join("schedstat"))).sum()
}

/// CPU time of the calling thread so far.
pub fn cpu_of_this_thread() -> Duration {
    on_cpu(std::path::Path::new("/proc/thread-self/schedstat"))
}

/// CPU time of this process's children that have ended and been waited for.
pub fn cpu_of_ended_children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    // utime, stime, cutime, cstime are fields 14 to 17 of the line, 12 to 15 after the name; a tick is 10 ms
    let ticks: u64 = after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn on_cpu(path: &std::path::Path) -> Duration {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// Resident memory in MB.
pub fn resident_mb(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: f64 = line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse().ok()).unwrap_or(0.0);
    kilobytes / 1024.0
}
