import Planning
import SeededNumbers
import Testing

@Suite("Moments in words")
struct TimestampTests {
    @Test(
        "known moments",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_700_000_000, "2023-11-14T22:13:20Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func known(seconds: Int64, text: String) {
        #expect(Timestamp(seconds: seconds).description == text)
        #expect(Timestamp(text) == Timestamp(seconds: seconds))
    }

    @Test("any moment of these ten thousand years is read as it is written", arguments: 0..<8 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        for _ in 0..<2000 {
            let moment = Timestamp(seconds: .random(in: -62_167_219_200...253_402_300_799, using: &random))
            #expect(Timestamp(moment.description) == moment)
        }
    }

    @Test(
        "what is no moment, or is written otherwise, is refused",
        arguments: [
            "", "2026-11-21", "2026-11-21T03:24:00", "2026-11-21T03:24:00z", "2026-11-21 03:24:00Z",
            "2026-11-21T3:24:00Z",
            "2026-11-21T03:24:00+1", "2026-04-31T00:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z", "2026-11-21T0::24:00Z", "2026-11-21T03:24:0/Z", "2026-11-21T03:24:\u{00e9}Z",
            "-026-01-01T00:00:00Z",
        ])
    func refused(text: String) { #expect(Timestamp(text) == nil) }
}
