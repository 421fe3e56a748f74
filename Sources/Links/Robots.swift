import Glibc

/// Those who open links without anyone looking.
enum Robots {
  /// Parts of what they call themselves, in lower case.
  ///
  /// Not the names of messengers as such: many show a page in a browser of their own, which adds
  /// the messenger's name, and there somebody is looking.
  private static let names: [StaticString] = [
    // Besides all that call themselves bots: Googlebot, GPTBot, Slackbot, TelegramBot, Applebot …
    "crawl", "spider", "preview", "scanner", "scrap", "fetcher", "node-fetch", "headless",
    "validator", "lighthouse", "monitor/", "uptime",
    // Messengers, networks and offices, which look ahead of whoever is sent a link.
    "facebookexternalhit", "facebookcatalog", "meta-external", "whatsapp", "ms-office", "msoffice",
    "microsoft office", "microsoft outlook", "vkshare", "mastodon/", "pleroma", "misskey", "lemmy/",
    "iframely", "embedly", "flipboardproxy",
    // Mail scanners and proxies, which open what a mail holds before it is read.
    "safelinks", "google-safety", "googleimageproxy", "yahoomailproxy", "barracuda", "proofpoint",
    "mimecast", "symantec", "trendmicro", "trend micro", "cloudmark", "virustotal", "urlscan",
    // What feeds models and answers; those on behalf of somebody bring them no look of their own.
    "googleother", "google-inspectiontool", "google-notebooklm", "chatgpt-user", "anthropic",
    "claude-", "perplexity-user", "cohere-ai", "mistralai-user", "gemini-deep-research", "omgili",
    "feedly", "feedburner", "inoreader",
  ]

  /// Whether a `User-Agent` names one; without any it is nobody's browser either.
  ///
  /// By bytes: `String.contains` takes 80 µs for a third of the names.
  static func isRobot(_ userAgent: String) -> Bool {
    var lowered = userAgent.utf8.map { byte -> CChar in
      CChar(bitPattern: (0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    guard !lowered.isEmpty else { return true }
    lowered.append(0)
    return lowered.withUnsafeBufferPointer { text in
      guard let text = text.baseAddress else { return false }
      // CUBOT makes telephones.
      return (contains(text, "bot") && !contains(text, "cubot"))
        || names.contains { contains(text, $0) }
    }
  }

  private static func contains(_ text: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
    name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount + 1) {
      strstr(text, $0) != nil
    }
  }
}
