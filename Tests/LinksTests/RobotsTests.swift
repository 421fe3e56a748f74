import Testing
@testable import Links

@Suite struct RobotsTests {
  @Test(arguments: [
    nil, "Mozilla/5.0 (compatible; Googlebot/2.1)", "WhatsApp/2.23.20.0",
    "Slackbot-LinkExpanding 1.0", "TelegramBot (like TwitterBot)", "facebookexternalhit/1.1",
    "Mozilla/5.0 (compatible; Discordbot/2.0)", "SkypeUriPreview",
  ])
  func namesThoseWhoOnlyLookAhead(_ userAgent: String?) {
    #expect(Robots.isRobot(userAgent))
  }

  @Test(arguments: [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
    "curl/8.5.0",
  ])
  func countsPeople(_ userAgent: String) {
    #expect(!Robots.isRobot(userAgent))
  }
}
