import Accounts
import Console
import HTTP

// Signing up as a client. The frame, the throttles and the session are those of all who sign up.

extension Clients {
  /// `GET /console/sign-up/client`.
  func showSignUp(_ entrance: Entrance) throws -> Response {
    try entrance.show(Self.signUpPage(entrance))
  }

  /// `POST` of the same.
  func signUp(_ entrance: Entrance, _ context: Context) throws -> Response {
    try entrance.signUp(by: Self.signUpPage(entrance)) { form in
      let wanted = try form.read { try ClientSignUpForm(&$0) }
      return try signUp(wanted, from: context.request, on: context.database).signedIn
    }
  }

  private static func signUpPage(_ entrance: Entrance) -> SignUpPage {
    let words = entrance.phrases.clientPage
    return SignUpPage(
      of: .client, at: ClientPagesRoute.signUp.address, lead: words.signUpLead,
      fields: [FormField(companyName: "", words)] + entrance.newCredentials)
  }
}
