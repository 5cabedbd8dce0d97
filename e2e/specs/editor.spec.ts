import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, ownWord } from '../flows/made-up.ts';
import { DecoderPage } from '../pages/decoder-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('the editor’s own windows open under the strict content policy: suggestions, search, hover', async ({
  page,
}) => {
  const decoder = new DecoderPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await decoder.create(GENERIC_TYPE, `› Windows ${ownWord()}`);
  const answer = await page.reload();
  const policy = answer?.headers()['content-security-policy'] ?? '';
  // The development server needs inline styles for its own overlays.
  if (!policy.includes("'unsafe-eval'")) expect(policy).toMatch(/style-src 'self' 'nonce-[^']+'; /);
  await decoder.write(
    '/** @param {DecodeUplinkInput} input */ function decodeUplink(input) { return { data: { a: input.',
  );
  await page.keyboard.press('Control+Space');
  const suggestions = page.locator('.suggest-widget');
  await expect(suggestions).toBeVisible();
  await expect(suggestions.getByText('bytes').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.insertText('bytes[0] } }; }');
  const word = page.locator('.monaco-editor .view-line span').filter({ hasText: 'decodeUplink' }).last();
  // The language service may still be reading what was typed: a hand that wants to know rests there again.
  await expect(async () => {
    await page.locator('h1').first().hover();
    await word.hover();
    await expect(page.locator('.monaco-hover').filter({ hasText: 'decodeUplink' }).first()).toBeVisible({
      timeout: 3_000,
    });
  }).toPass({ timeout: 30_000 });
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.locator('.find-widget')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`who asks for less motion, ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('reads the script in colours that stand off from the paper', async ({ page }) => {
      await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
      await page.waitForURL('**/manager/devices');
      await page.goto('/creator/decoders');
      await page
        .getByRole('link', { name: /Water level/ })
        .first()
        .click();
      const words = page.locator('.monaco-editor .view-line span span');
      const inks = () =>
        words.evaluateAll((elements) =>
          elements.filter((one) => one.textContent?.trim()).map((one) => getComputedStyle(one).color),
        );
      // The script is there at once, its colours when it has been read.
      await expect.poll(async () => new Set(await inks()).size, { timeout: 15_000 }).toBeGreaterThan(4);
      const paper = await page
        .locator('.monaco-editor-background')
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
      for (const ink of new Set(await inks())) expect(contrast(ink, paper), ink).toBeGreaterThan(3);
    });
  });

/** WCAG 2.2 of two opaque colours. */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [luminance(one), luminance(other)].toSorted((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? [])
    .map((part) => Number(part) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
