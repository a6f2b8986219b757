/// What to write in place of Python that is more than an assignment.
enum PythonAdvice {
    /// For a word that begins a statement; nil for a word of no meaning to Python.
    static func forStatement(_ word: String) -> String? { statements[word] }

    /// Whether indented lines belong to the statement that the word begins.
    static func beginsBlock(_ word: String) -> Bool { blocks.contains(word) }

    /// For what stands behind a value; nil where nothing is known of it.
    static func forOperator(_ token: PythonToken) -> String? {
        switch token {
        case .mark(let mark): marks[mark]
        case .name(let word) where ["if", "and", "or", "not", "in", "is", "for"].contains(word):
            "'\(word)' is not carried out; write the value that comes out"
        case .name, .number, .string, .newline, .end: nil
        }
    }

    /// For a name in place of a value.
    static func forVariable(_ name: String) -> String {
        switch name {
        case "lambda", "not": "'\(name)' is not carried out; write the value that comes out"
        default: "the variable \(name) is not looked up; write its value here"
        }
    }

    private static let blocks: Set<String> = [
        "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class",
    ]

    private static let statements: [String: String] = {
        let branch = "keep the settings of the branch that is taken, without blanks before them, and remove the rest"
        let loop = "write the settings out that it makes"
        return [
            "if": "'if' is not carried out; \(branch)",
            "elif": "'elif' is not carried out; \(branch)",
            "else": "'else' is not carried out; \(branch)",
            "for": "'for' is not carried out; \(loop)",
            "while": "'while' is not carried out; \(loop)",
            "import": "'import' is not carried out; remove it, and write what it serves for as values",
            "from": "'import' is not carried out; remove it, and write what it serves for as values",
            "def": "a function is not carried out; remove it, and write what it returns where it is called",
            "class": "a class means nothing here; remove it",
            "try": "'try' is not carried out; keep its settings, without blanks before them",
            "except": "'except' is not carried out; remove it with its lines",
            "finally": "'finally' is not carried out; keep its settings, without blanks before them",
            "with": "'with' is not carried out; \(loop)",
            "print": "'print' is not carried out; remove it",
            "exec": "'exec' is not carried out; put the settings here",
            "execfile": "'execfile' is not carried out; put the settings of that file here",
            "del": "'del' is not carried out; remove it, and the setting it takes away",
            "pass": "'pass' means nothing here; remove it",
            "raise": "'raise' is not carried out; remove it",
            "assert": "'assert' is not carried out; remove it",
            "global": "'global' means nothing here; remove it",
            "return": "'return' means nothing here; remove it",
        ]
    }()

    private static let marks: [String: String] = [
        "+": "values are not joined with +; write the whole value",
        "%": "a text is not filled in with %; write the whole text",
        "*": "values are not multiplied; write the product",
        "-": "numbers are not subtracted; write the difference",
        "/": "numbers are not divided; write the quotient",
        "(": "no function is called; write the value that it gives",
        "[": "no element is picked out; write the value itself",
        ".": "no member is looked up; write the value itself",
        "=": "one setting a line; write each with its own value",
        "==": "values are not compared; write the value that comes out",
        "{": "a dictionary is no value of a setting; write a number, a text or a list",
        "`": "backquotes are not understood; write the text",
        ",": "several values stand in brackets: [ …, … ]",
    ]
}
