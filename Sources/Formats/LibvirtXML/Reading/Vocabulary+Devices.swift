extension Vocabulary {
    /// Devices.
    static let deviceWords = [
        """
        devices: emulator disk controller -lease filesystem interface -smartcard serial parallel console channel input \
        -tpm graphics sound ~audio video hostdev -redirdev -redirfilter -hub -watchdog memballoon -rng -nvram -panic \
        -shmem -memory -iommu -vsock -crypto -pstore
        """,
        """
        disk: @type @device -@rawio -@sgio -@snapshot -@model driver source target readonly shareable transient \
        backenddomain -auth -serial -wwn -vendor -product -iotune encryption -mirror ~backingStore -geometry -blockio \
        boot ~privatelabel -acpi -throttlefilters
        """,
        """
        driver: @name @type -@cache -@error_policy -@rerror_policy -@io -@ioeventfd -@event_idx -@copy_on_read @discard \
        -@iothread -@detect_zeroes -@queues -@queue_size -@txmode -@packed -@iommu -@ats -@page_per_vq -@rss \
        -@rss_hash_report -@max_bufs -@intremap -@caching_mode -@eim -@iotlb -metadata_cache -iothreads -host -guest
        """,
        """
        source: @file @dev @name @dir @bridge @path @mode -@startupPolicy ~@index @network -@portgroup -@portid \
        @writeFiltering @host @service -@tls -@append @protocol -@pool -@volume -@query address vendor product host \
        -snapshot config -auth encryption -reservations -slices -seclabel -reconnect -cookies -ssl -readahead -timeout
        """,
        """
        target: @dev @bus @removable ~@tray -@rotation_rate @type @port @name ~@state -@managed -@chassisNr -@address \
        -model
        """,
        "model: @type -@name @vram -@vram64 -@ram -@vgamem @heads @primary -@blob -@edid -acceleration -resolution",
        "readonly shareable transient:",
        "backenddomain: @name",
        """
        controller: @type @index @model @ports @maxGrantFrames @maxEventChannels -@vectors -driver -master -model -target
        """,
        """
        interface: @type @managed -@trustGuestRxFilters mac source script target model ip -route bandwidth virtualport \
        vlan mtu backenddomain -driver -link boot -filterref -tune -guest -backend -coalesce -rom -port -teaming \
        -downscript -acpi
        """,
        "filesystem: @type @accessmode -@model -@multidevs -@fmode -@dmode driver source target -readonly -binary",
        "mac: @address ~@type ~@check -@currentAddress",
        "script downscript: @path",
        "ip: @address @family -@prefix -@peer",
        "bandwidth: -inbound outbound",
        "outbound: @average -@peak -@burst -@floor",
        "virtualport: @type -parameters",
        "vlan: @trunk tag",
        "tag: @id -@nativeMode",
        "mtu: @size",
        """
        serial console channel parallel: @type @tty source target protocol -log
        """,
        "protocol: @type",
        "input: @type @bus -@model -driver -source",
        """
        graphics: @type @port @autoport @websocket @listen @passwd -@passwdValidTo -@connected @keymap -@sharePolicy \
        -@socket -@powerControl @tlsPort @display @xauth -@fullscreen -@defaultMode -@multiUser -@replaceUser listen \
        mouse clipboard gl image streaming -channel -jpeg -zlib -playback -filetransfer -audio
        """,
        "listen: @type @address -@network -@socket",
        "mouse: @mode",
        "clipboard: @copypaste",
        "gl: @enable -@rendernode",
        "image: @compression",
        "streaming: @mode",
        "sound: @model -codec -audio -@multichannel -@streams ~driver",
        "video: model ~driver",
        """
        hostdev: @mode @type @managed -@model -@rawio -@sgio -@ramfb -@display -@nodedev driver source -boot -rom -teaming \
        -readonly -shareable -acpi
        """,
        "address: @type @domain @bus @slot @function @device @uuid -@multifunction @port @controller @target @unit",
        "vendor product: @id",
        "memballoon: @model -@autodeflate -@freePageReporting -stats ~driver",
    ]
}
