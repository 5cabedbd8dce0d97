import { expect, test } from '../fixtures.ts';
import { addOwnDevice, openOwnDevice, registerOnSimulated } from '../flows/own-device.ts';

test('a newcomer without hardware adds a LoRa device, simulates it and sees its first message', async ({
  page,
  context,
  watch,
}) => {
  test.setTimeout(180_000);
  const { name, tab } = await openOwnDevice(page, 'Without hardware');
  const overview = await context.newPage();
  watch(overview);
  await overview.goto(page.url());
  await expect(overview.getByText('Waiting for the first message…')).toBeVisible();
  const panel = page.locator('[data-simulation]');
  const dialog = page.getByRole('dialog', { name: `Simulate ${name}` });

  await test.step('before it is registered the panel says what to do', async () => {
    await tab('LoRa').click();
    await expect(panel.getByText('Register the device on a connection', { exact: false })).toBeVisible();
    await expect(panel.getByRole('button')).toHaveCount(0);
  });

  await test.step('it is registered on the simulated network', async () => {
    await registerOnSimulated(page);
    await expect(panel.getByRole('button', { name: 'Simulate…' })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('bytes of one’s own have a form', async () => {
    await panel.getByRole('button', { name: 'Simulate…' }).click();
    await dialog.getByRole('combobox', { name: 'What it sends' }).click();
    await page.getByRole('option', { name: /^My own payload/ }).click();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await expect(dialog.getByText('1 to 51 bytes, hexadecimal digits in pairs.')).toBeVisible();
    await dialog.getByLabel('Payload', { exact: true }).fill('C0 FF EE 17');
  });

  await test.step('it joins and sends; who waits for its first message sees it come', async () => {
    await dialog.getByRole('button', { name: 'Start' }).click();
    await expect(dialog).toBeHidden();
    await expect(panel).toHaveAttribute('data-simulation', 'running');
    await expect(overview.getByText('The first message came')).toBeVisible({ timeout: 60_000 });
    await expect(panel.getByText(/^Joined as [0-9A-F]{8}$/)).toBeVisible({ timeout: 30_000 });
    await tab('LoRa data').click();
    await expect(page.getByText('c0ffee17', { exact: false }).first()).toBeVisible({ timeout: 60_000 });
  });

  await test.step('it is stopped, and sends one message more when it is told to', async () => {
    await tab('LoRa').click();
    await panel.getByRole('button', { name: 'Stop' }).click();
    await expect(panel).toHaveAttribute('data-simulation', 'stopped');
    const sent = async () =>
      Number(await panel.locator('dt', { hasText: 'Messages so far' }).locator('+ dd').textContent());
    const before = await sent();
    await panel.getByRole('button', { name: 'Send one now' }).click();
    await expect.poll(sent, { timeout: 30_000 }).toBe(before + 1);
    await expect(panel).toHaveAttribute('data-simulation', 'stopped');
  });

  await test.step('who did so stands in its history', async () => {
    await tab('History').click();
    await expect(page.getByText('LoRa simulator').first()).toBeVisible();
  });
});

test('what to do next with a new device is done where it is said', async ({ page }) => {
  test.setTimeout(120_000);
  const name = await addOwnDevice(page, 'Next steps');
  const next = page.getByRole('listitem');
  await registerOnSimulated(page);
  await expect(
    next.filter({ hasText: 'Register it at your network server' }).getByText('Active'),
  ).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('link', { name: 'No hardware? Simulate it' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(page.locator('[data-simulation]').getByRole('button', { name: 'Simulate…' })).toBeVisible();
});
