import Glibc

/// libFuzzer's main calls this once: `xenward-fuzz FORMAT [libFuzzer's options] [CORPUS]…`, or
/// `xenward-fuzz seeds EXAMPLES DIR`, which writes the examples in every format to begin with.
@_cdecl("LLVMFuzzerInitialize")
public func prepare(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> CInt {
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[1] == "seeds" {
        do {
            try Seeds.write(from: arguments[2], to: arguments[3])
        } catch {
            print("the examples could not be written: \(error)")
            exit(1)
        }
        exit(0)
    }
    guard FuzzedReader.chosen != nil else {
        print("usage: xenward-fuzz FORMAT …, a FORMAT being one of \(FuzzedReader.names)")
        exit(64)
    }
    // The format is no word of libFuzzer's.
    words.pointee[1] = words.pointee[0]
    words.pointee += 1
    count.pointee -= 1
    return 0
}

/// libFuzzer calls this with whatever it has made up.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let begun = processorSeconds
    FuzzedReader.chosen?.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
    if processorSeconds - begun > 1 { fatalError("a hang: it took the reader more than a second") }
    return 0
}

/// Of this thread, so that a busy machine is no hang.
private var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
