import Observing

/// What a run is called for.
struct RunCall {
    /// The domains that are of account.
    var attention = Attention.everything
    /// What the definitions looked like for a while; nil when somebody is writing them just now.
    var settled: UInt64?
    /// There will be something to do, and a guest is down until it is done: no use in looking twice.
    var isForGuestThatEnded = false
    /// The file system of the definitions answers.
    var hasDefinitions = true
    /// The domains that end while what there is to do is being done; nil where nobody tells.
    var ending: EndingDomains?

    var forEverything: RunCall {
        var call = self
        call.attention = .everything
        return call
    }
}
