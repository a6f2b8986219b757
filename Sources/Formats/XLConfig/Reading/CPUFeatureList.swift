import FormatSupport
import GuestModel

/// `host,tm=0,sse3=1`: what CPUID answers, by the names of features. xl.cfg(5), `cpuid`.
enum CPUFeatureList {
    static func read(_ text: String) throws(SpecError) -> CPUPolicy {
        var words = text.split(separator: ",")
        var policy = CPUPolicy()
        if words.isEmpty { return policy }
        guard words.removeFirst() == "host" else {
            throw SpecError("the names of features must begin with host: \"host,tm=0\"")
        }
        for word in words {
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(sides[0])
            guard let feature = CPUFeature.named(name) else {
                let near = Spelling.nearest(to: name, among: CPUFeature.names).map { "; did you mean \($0)?" } ?? ""
                throw SpecError("libxl 4.17 knows no feature \(quoted(name))\(near)")
            }
            guard sides.count == 2, let value = value(String(sides[1]), of: feature) else {
                throw SpecError("\(name) must be given as \(name)=0, =1, =x, =k or =s")
            }
            policy.set(feature, to: value)
        }
        return policy
    }

    /// What a bit is to be: one of libxl's letters, or part of a number.
    enum Answer {
        case letter(UInt8)
        case number(UInt64)
    }

    private static func value(_ text: String, of feature: CPUFeature) -> Answer? {
        if ["x", "k", "s"].contains(text), let letter = text.utf8.first { return .letter(letter) }
        // What is one bit of a register is one digit to libxl, while it cuts other numbers down to their bits.
        if case .msr = feature.place, text != "0", text != "1" { return nil }
        return Numbers.long(text).flatMap { UInt64(exactly: $0) }.map(Answer.number)
    }

    /// The policy by names alone; nil where it says more than that.
    static func text(of policy: CPUPolicy) -> String? {
        var words = ["host"]
        for leaf in policy.leaves {
            for register in CPUFeature.Register.allCases {
                guard let bits = leaf[keyPath: register.path] else { continue }
                let place = CPUFeature.Place.cpuid(leaf: leaf.leaf, subleaf: leaf.subleaf, register: register)
                guard let named = self.words(bits, at: place) else { return nil }
                words += named
            }
        }
        for msr in policy.msrs {
            guard let bits = msr.policy, let named = self.words(bits, at: .msr(index: msr.index)) else { return nil }
            words += named
        }
        let text = words.joined(separator: ",")
        return (try? read(text)) == policy ? text : nil
    }

    private static func words(_ bits: String, at place: CPUFeature.Place) -> [String]? {
        var words: [String] = []
        for (bit, letter) in bits.reversed().enumerated() where letter != "x" {
            guard let feature = CPUFeature.at(place, bit: bit) else { return nil }
            words.append("\(feature.name)=\(letter)")
        }
        return words
    }
}

extension CPUFeature.Register {
    var path: WritableKeyPath<CPUIDLeaf, String?> {
        switch self {
        case .eax: \.eax
        case .ebx: \.ebx
        case .ecx: \.ecx
        case .edx: \.edx
        }
    }
}

extension CPUPolicy {
    /// Sets a feature's bits; bits of which nobody has spoken yet are `x`.
    mutating func set(_ feature: CPUFeature, to answer: CPUFeatureList.Answer) {
        var feature = feature
        var answer = answer
        if feature.name == "family" || feature.name == "model" { (feature, answer) = setExtension(feature, answer) }
        // A register's bit that is to be kept through migrations is only kept: libxl knows no more.
        if case .msr = feature.place, case .letter(UInt8(ascii: "s")) = answer { answer = .letter(UInt8(ascii: "k")) }
        change(feature.place) { bits in
            for offset in 0..<feature.width {
                let index = bits.count - 1 - feature.bit - offset
                switch answer {
                case .letter(let letter): bits[index] = letter
                case .number(let number): bits[index] = UInt8(ascii: "0") + UInt8(number >> UInt64(offset) & 1)
                }
            }
        }
    }

    /// Families above 15 and models above 15 do not fit their four bits; the rest goes elsewhere. A letter goes there
    /// too for a model, while for a family libxl puts zeros there.
    private mutating func setExtension(
        _ feature: CPUFeature, _ answer: CPUFeatureList.Answer
    ) -> (CPUFeature, CPUFeatureList.Answer) {
        var number: UInt64 = 0
        if case .number(let given) = answer { number = given }
        let isFamily = feature.name == "family"
        let rest = isFamily ? (number < 15 ? 0 : number - 15) : number >> 4
        let place = CPUFeature.Place.cpuid(leaf: 1, subleaf: nil, register: .eax)
        change(place) { bits in
            for offset in 0..<(isFamily ? 8 : 4) {
                var bit = UInt8(ascii: "0") + UInt8(rest >> UInt64(offset) & 1)
                if case .letter(let letter) = answer, !isFamily { bit = letter }
                bits[31 - (isFamily ? 20 : 16) - offset] = bit
            }
        }
        if case .letter = answer { return (feature, answer) }
        return (feature, .number(isFamily ? min(number, 15) : number & 15))
    }

    private mutating func change(_ place: CPUFeature.Place, _ body: (inout [UInt8]) -> Void) {
        func changed(_ text: String?, width: Int) -> String {
            var bits = text.map { Array($0.utf8) } ?? Array(repeating: UInt8(ascii: "x"), count: width)
            body(&bits)
            return String(decoding: bits, as: UTF8.self)
        }
        switch place {
        case .cpuid(let number, let subleaf, let register):
            var index = leaves.firstIndex { $0.leaf == number && $0.subleaf == subleaf } ?? leaves.count
            if index == leaves.count {
                var leaf = CPUIDLeaf()
                (leaf.leaf, leaf.subleaf) = (number, subleaf)
                leaves.append(leaf)
                index = leaves.count - 1
            }
            leaves[index][keyPath: register.path] = changed(leaves[index][keyPath: register.path], width: 32)
        case .msr(let number):
            var index = msrs.firstIndex { $0.index == number } ?? msrs.count
            if index == msrs.count {
                var msr = MSRPolicy()
                msr.index = number
                msrs.append(msr)
                index = msrs.count - 1
            }
            msrs[index].policy = changed(msrs[index].policy, width: 64)
        }
    }
}
