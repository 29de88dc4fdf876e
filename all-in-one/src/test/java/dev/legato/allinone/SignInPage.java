package dev.legato.allinone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What a listener does to sign in and up: leaves the player for account-api's pages, and is sent back. */
final class SignInPage {
    static final String PASSWORD = "correct horse";

    private SignInPage() {}

    /** Signs in from the player's page that is open. */
    static void signIn(Page page, String email) {
        page.getByTestId("log-in").click();
        fill(page, email);
        assertThat(page.getByTestId("account-menu")).isVisible();
    }

    /** Fills the sign-in form in. */
    static void fill(Page page, String email) {
        page.locator("#email").fill(email);
        page.locator("#password").fill(PASSWORD);
        submit(page, "Sign in");
    }

    /** Makes an account from the player's page that is open. */
    static void signUp(Page page, String name, String email) {
        page.getByTestId("sign-up").click();
        page.locator("#name").fill(name);
        page.locator("#email").fill(email);
        page.locator("#password").fill(PASSWORD);
        submit(page, "Create the account");
        assertThat(page.getByTestId("account-menu")).isVisible();
    }

    private static void submit(Page page, String label) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }
}
