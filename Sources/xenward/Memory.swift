import CMalloc

/// How this program's memory grows.
enum Memory {
    /// By steps of 16 MiB rather than of pages: reading a thousand guests asks the kernel for memory two thousand times else, an eighth
    /// of what a plan without changes takes. What is not touched costs nothing.
    static func growByLargeSteps() {
        mallopt(M_TOP_PAD, 16 << 20)
        // Each that is set ends glibc's own adjusting of all of them.
        mallopt(M_TRIM_THRESHOLD, 32 << 20)
        mallopt(M_MMAP_THRESHOLD, 4 << 20)
    }
}
