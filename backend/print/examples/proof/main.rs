//! Prints proof sheets of the papers of one invented case: `cargo run -p print --example proof -- <directory>`.

#[path = "papers.rs"]
mod papers;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use print::{Meta, Printer, default_font_directories, docx};

fn main() -> Result<(), Box<dyn Error>> {
    let target = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/proof"), PathBuf::from);
    fs::create_dir_all(&target)?;
    let meta = Meta { identifier: "proof".to_owned(), made_at: chrono::DateTime::UNIX_EPOCH };
    let begun = Instant::now();
    let printer = Printer::new(&default_font_directories())?;
    eprintln!("fonts {:?}", begun.elapsed());
    let forms = [papers::application(), papers::notice(), papers::evidence(60), papers::record(30), papers::agreement()];
    for form in &forms {
        let begun = Instant::now();
        let bytes = printer.form(form, &meta)?;
        eprintln!("{} {:?} {} bytes", form.code, begun.elapsed(), bytes.len());
        fs::write(target.join(format!("{}.pdf", form.code)), bytes)?;
        fs::write(target.join(format!("{}.docx", form.code)), docx::form(form)?)?;
    }
    for _ in 0..2 {
        let begun = Instant::now();
        let bound = printer.volume(&papers::volume(), &meta)?;
        eprintln!("volume {:?} {} pages {} bytes", begun.elapsed(), bound.pages, bound.bytes.len());
        for line in &bound.index {
            eprintln!("  {} {} {}-{}", line.code, line.name, line.first_page, line.last_page);
        }
        fs::write(target.join("volume.pdf"), bound.bytes)?;
    }
    Ok(())
}
