import Testing
@testable import Links

@Suite struct RobotsTests {
  @Test(arguments: [
    "", "Mozilla/5.0 (compatible; Googlebot/2.1)", "WhatsApp/2.23.20.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "facebookexternalhit/1.1;line-poker/1.0", "facebookexternalhit/1.1; kakaotalk-scrap/1.0",
    "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "SkypeUriPreview",
    "Mozilla/5.0 (Windows NT 10.0) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)",
    "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "LinkedInBot/1.0 (+http://www.linkedin.com)",
    "http.rb/5.1.1 (Mastodon/4.2.1; +https://mastodon.social/)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "Barracuda Sentinel (EE)", "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)",
    "Mozilla/5.0 AppleWebKit/537.36 (compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
    "Mozilla/5.0 AppleWebKit/537.36 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "Mozilla/5.0 AppleWebKit/537.36 (compatible; Claude-User/1.0)",
    "Mozilla/5.0 AppleWebKit/537.36 (compatible; PerplexityBot/1.0)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (compatible; Bytespider)",
    "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Safari/605.1.15 (Applebot/0.1)",
    "Pinterest/0.2 (+https://www.pinterest.com/bot.html)",
  ])
  func namesThoseWhoOnlyLookAhead(_ userAgent: String) {
    #expect(Robots.isRobot(userAgent))
  }

  @Test(arguments: [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; SM-S918B; wv) Version/4.0 Chrome/131.0 Telegram-Android/11.4",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/489.0;FBBV/663]",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 Instagram 358.0.0",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/21E236 [Pinterest/iOS]",
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) Chrome/120.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0) Chrome/128.0 Electron/32.0 Slack_SSB/4.40.120",
    "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36 Viber/22.9",
    "curl/8.5.0",
  ])
  func countsPeople(_ userAgent: String) {
    #expect(!Robots.isRobot(userAgent))
  }
}
