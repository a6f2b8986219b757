import FormatSupport
import Glibc
import GuestModel

/// Writes a manual page: a frame that a person wrote, in which the lines `@commands@` and `@options@` stand for what the program
/// says of itself.
///
///     xenward --experimental-dump-help | xenward-manual DATE FRAME >xenward.1
@main
enum Manual {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { fail("usage: xenward-manual DATE FRAME <HELP", status: 64) }
        guard let frame = read(open(arguments[2], O_RDONLY)) else { fail("\(arguments[2]): cannot be read") }
        guard let bytes = read(0), let help = try? JSONReader.read(bytes), let program = help["command"] else {
            fail("standard input: is not what --experimental-dump-help prints")
        }
        let page = ManualPage(program: Command(program))
        let lines = String(decoding: frame, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map { line -> String in
            switch line {
            case "@commands@": page.commands
            case "@options@": page.options
            default: String(line).replacing("@date@", with: arguments[1])
            }
        }
        print(text.joined(separator: "\n"), terminator: "")
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        guard descriptor >= 0 else { return nil }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = Glibc.read(descriptor, &block, block.count), count != 0 {
            guard count > 0 else { return nil }
            bytes += block[..<count]
        }
        return bytes
    }

    private static func fail(_ message: String, status: Int32 = 1) -> Never {
        let line = Array("xenward-manual: \(message)\n".utf8)
        _ = write(2, line, line.count)
        exit(status)
    }
}
