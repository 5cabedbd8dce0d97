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
      await expect(words.first()).toBeVisible();
      const lightness = (color: string) =>
        Math.max(...(color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
      const paper = await page
        .locator('.monaco-editor-background')
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
      const inks = await words.evaluateAll((elements) =>
        elements.filter((one) => one.textContent?.trim()).map((one) => getComputedStyle(one).color),
      );
      expect(inks.length).toBeGreaterThan(20);
      expect(new Set(inks).size).toBeGreaterThan(2);
      for (const ink of new Set(inks)) expect(ink).not.toBe(paper);
      // Most of a script is words without a colour of their own.
      const [plain] = inks.toSorted(
        (a, b) => inks.filter((c) => c === b).length - inks.filter((c) => c === a).length,
      );
      expect(Math.abs(lightness(plain ?? '') - lightness(paper))).toBeGreaterThan(90);
    });
  });
