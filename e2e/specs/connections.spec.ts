import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, ownDevEui, ownWord } from '../flows/made-up.ts';
import { postUplink } from '../flows/network-server.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('a new connection: what is unknown there is told and forgotten, and a replaced secret is the only one', async ({
  page,
}) => {
  const name = `Mast ${ownWord()}`;
  const devEui = ownDevEui();
  const shown = (text: string) => page.locator('code').filter({ hasText: text });
  /** Right after the line that names it. */
  const secretOnPage = async () =>
    (
      await page
        .locator('div', { hasText: /^Secret$/ })
        .locator('xpath=following-sibling::div//code')
        .innerText()
    ).trim();

  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await page.goto('/manager/connections?new');
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await dialog.getByRole('radio', { name: /ChirpStack/ }).click();
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create connection' }).click();
  await expect(page.getByRole('dialog', { name: 'Configure the other side' })).toBeVisible();
  const first = await secretOnPage();
  const address = await shown('/ingestion/lora/').first().innerText();
  const id = /lora\/([0-9a-f-]{36})/.exec(address)?.[1] ?? '';
  await page.getByRole('button', { name: 'To the connection' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();

  const post = async (secret: string) => {
    const { status, body } = await postUplink({ id, secret }, devEui, Buffer.from([1]), 1);
    return [status, (body as { code?: string }).code];
  };
  const forget = page.getByRole('button', { name: new RegExp(`^Forget .*${devEui.slice(-2)}`) });

  await test.step('a device that nobody registered', async () => {
    expect(await post(first)).toEqual([404, 'ingestion.unknown-device']);
    await expect
      .poll(async () => {
        await page.reload();
        return forget.count();
      })
      .toBe(1);
    const connection = page.url();
    await page.getByRole('link', { name: 'Add as device' }).click();
    // What it is nobody knows: a device of no particular kind, which has its keys.
    await expect(page.getByRole('radio', { name: GENERIC_TYPE, exact: true })).toBeChecked();
    await page.locator('main').getByRole('combobox', { name: 'Project' }).click();
    await page.getByRole('option', { name: 'Buildings' }).click();
    const next = page.getByRole('button', { name: 'Next', exact: true });
    await next.click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await next.click();
    await expect(page.getByLabel('DevEUI')).toHaveValue(devEui);
    await page.goto(connection);
    await forget.click();
    await expect(page.getByText('Every device that was heard is registered.')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Every device that was heard is registered.')).toBeVisible();
  });

  await test.step('a new secret', async () => {
    await page.getByRole('button', { name: 'Replace the secret' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Replace the secret' }).click();
    await expect(page.getByText('The secret was replaced.', { exact: false })).toBeVisible();
    const second = await secretOnPage();
    expect(second).not.toBe(first);
    expect((await post(first))[0]).toBe(401);
    expect(await post(second)).toEqual([404, 'ingestion.unknown-device']);
    await page.reload();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    expect(await secretOnPage()).toBe(second);
  });

  await test.step('and away with it', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete connection' }).click();
    const sure = page.getByRole('alertdialog');
    await sure.getByRole('textbox').fill(name);
    await sure.getByRole('button', { name: 'Delete connection' }).click();
    await page.waitForURL('**/manager/connections');
    expect((await post(first))[0]).toBe(404);
  });
});
