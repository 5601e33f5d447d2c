//! How long a volume is kept.

words! {
    /// Retention class (保管期限); ordered from short to permanent.
    pub enum Retention {
        Short = "SHORT", "短期（10年）", "short, ten years";
        Long = "LONG", "长期（30年）", "long, thirty years";
        Permanent = "PERMANENT", "永久", "permanent";
    }
}
