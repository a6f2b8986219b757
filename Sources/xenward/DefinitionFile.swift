import ArgumentParser
import FormatSupport
import GuestModel
import Host
import LibvirtXML
import XLConfig

/// A new file, for the definition of a domain that runs.
struct DefinitionFile {
    let path: String

    /// - Parameters:
    ///   - secrets: whether passwords are written, too.
    ///   - json: whether what was done is told as a document.
    func write(
        _ name: String, on connection: Connection, secrets: Bool, json: Bool, _ console: Console
    ) async throws -> ExitCode {
        // What is read as xm's or xend's must not hold an xl.cfg, and neither can say all of what runs.
        if path.hasSuffix(".xm") || path.hasSuffix(".sxp") {
            throw CommandError(
                message: "\(path): a definition is written as xl.cfg or libvirt XML; name it .cfg or .xml")
        }
        let document = GuestDocument(
            configuration: try await configuration(of: name, on: connection, console),
            provenance: SourceLocation(file: path))
        let writer: any GuestWriter = path.hasSuffix(".xml") ? LibvirtXMLWriter() : XLConfigWriter()
        let written = writer.write(document, options: WriteOptions(includesSecrets: secrets))
        for loss in written.losses { console.warning("\(loss)") }
        try create(written.text)
        console.note("wrote \(path); read it, then: xenward adopt \(name)")
        if json {
            let losses = FieldValue.list(written.losses.map { .string($0.description) })
            try console.data(
                Documents.text(
                    "definition",
                    [.init("guest", .string(name)), .init("file", .string(path)), .init("losses", losses)]))
        }
        return .success
    }

    private func configuration(
        of name: String, on connection: Connection, _ console: Console
    ) async throws -> GuestConfiguration {
        let observation: HostObservation
        do {
            observation = try await connection.open(XLConf.read(for: connection), console).observe()
        } catch let error as HostError {
            throw CommandError(message: "the host cannot be looked at: \(error)")
        }
        guard let domain = observation.domains.first(where: { $0.name == name }) else {
            throw CommandError(message: "no domain called \(name) runs")
        }
        switch domain.configuration {
        case .unknown(let reason): throw CommandError(message: "\(name): its configuration cannot be had: \(reason)")
        case .known(let seen):
            do {
                return try seen.configuration.decoded().asWritten(on: observation.host)
            } catch {
                throw CommandError(message: "\(name): \(error)")
            }
        }
    }

    /// A file that is there already may be somebody's definition.
    private func create(_ text: String) throws {
        do throws(FileFailure) {
            try OutputFile(path: path).create(text)
        } catch {
            throw CommandError(message: error.message)
        }
    }
}

extension GuestConfiguration {
    /// This guest without what the host numbers, marks and fills in for itself, and no author would write.
    fileprivate func asWritten(on host: HostInformation) -> GuestConfiguration {
        var guest = withoutLegacyPlaces
        guest.creation.xenstoreData = []
        guest.scheduling.scheduler = nil
        // Xen's own: the same as not to say it.
        if guest.scheduling.weight == 256 { guest.scheduling.weight = nil }
        if guest.scheduling.cap == 0 { guest.scheduling.cap = nil }
        // Xen counts numbers, too, of which there is no cpu.
        if guest.vcpus.hardAffinityByVCPU.allSatisfy(host.cpus.isSubset) { guest.vcpus.hardAffinityByVCPU = [] }
        if guest.vcpus.softAffinityByVCPU.allSatisfy(host.cpus.isSubset) { guest.vcpus.softAffinityByVCPU = [] }
        // It follows from the affinity of the vcpus.
        guest.vcpus.nodeAffinity = []
        if guest.memory.video == 0 { guest.memory.video = nil }
        for index in guest.nics.indices { guest.nics[index].devid = nil }
        return guest
    }
}
