import Glibc

/// The size of the pages that memory is made of.
package enum LargePages {
    /// Asks the kernel for pages of 2 MiB, rather than of 4 KiB, where this thread's memory grows: to fetch thousands of pages
    /// one by one is an eighth of a plan of a thousand guests. It is advice; without it all goes on.
    ///
    /// glibc has a setting for this (`glibc.malloc.hugetlb`), but takes it from the environment alone, before a program runs.
    package static func preferInThisThread() {
        // More than may lie ready from another thread's memory.
        guard let probe = malloc(4096) else { return }
        defer { free(probe) }
        // glibc gives each thread but the first a region of this size, which begins at a multiple of it.
        let size = 64 << 20
        let start = UInt(bitPattern: probe) & ~UInt(size - 1)
        madvise(UnsafeMutableRawPointer(bitPattern: start), size, MADV_HUGEPAGE)
    }

    /// The same before a file of so many bytes is read and taken apart, where that is worth while.
    package static func preferInThisThread(toRead bytes: Int) {
        if bytes >= 512 << 10 { preferInThisThread() }
    }
}
