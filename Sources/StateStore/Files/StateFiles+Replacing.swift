extension StateFiles {
    /// Puts new content in the place of a file, at once and after it has reached the disk, or throws and leaves the file as it is.
    ///
    /// That the new one is in its place reaches the disk with the directory: ``synchronizeDirectory(_:)``.
    func replace(_ path: String, with bytes: [UInt8]) throws(StateFilesError) {
        let new = path + ".new"
        do throws(StateFilesError) {
            try write(bytes, toNew: new)
            try rename(new, to: path)
        } catch {
            // What is left of the new one only takes room.
            try? remove(new)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], toNew path: String) throws(StateFilesError) {
        // A run that was killed may have left one behind.
        try remove(path)
        let descriptor = try create(path)
        do throws(StateFilesError) {
            try write(bytes, to: descriptor)
            try synchronize(descriptor)
        } catch {
            try? close(descriptor)
            throw error
        }
        try close(descriptor)
    }
}
