import { demo, expect, test } from '../fixtures.ts';
import { ownDevEui, ownWord } from '../flows/made-up.ts';
import { postUplink } from '../flows/network-server.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const DEVICE = 'Water level Quay 5';

test('a connection of the platform: its operator makes it, a customer registers a device there, each sees its own side', async ({
  page: operator,
  browser,
  watch,
}) => {
  const name = `National ${ownWord()}`;
  const device = demo().devices.find((one) => one.name === DEVICE);
  const devEui = device?.devEui ?? '';
  const stranger = ownDevEui();
  const context = await browser.newContext();
  const customer = await context.newPage();
  watch(customer);
  const connection = { id: '', secret: '' };
  const address = () => `/manager/connections/${connection.id}`;

  await test.step('the operator makes it, for everybody', async () => {
    await new SignInPage(operator).signIn('operator@demo.example', 'Demo-portal-1');
    await operator.waitForURL('**/manager/devices');
    await operator.goto('/manager/connections');
    await operator.getByRole('link', { name: 'Devices’ own doors' }).click();
    await expect(operator.getByRole('heading', { name: 'Devices that nobody has' })).toBeVisible();
    await operator.goto('/manager/connections?new');
    const dialog = operator.getByRole('dialog', { name: 'New connection' });
    await expect(
      dialog.getByText('Every customer will be able to register devices through it.'),
    ).toBeVisible();
    await dialog.getByRole('radio', { name: /Simulated/ }).click();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create connection' }).click();
    await expect(operator.getByRole('dialog', { name: 'Configure the other side' })).toBeVisible();
    const url = await operator.locator('code').filter({ hasText: '/ingestion/lora/' }).first().innerText();
    connection.id = /lora\/([0-9a-f-]{36})/.exec(url)?.[1] ?? '';
    connection.secret = (
      await operator
        .locator('div', { hasText: /^Secret$/ })
        .locator('xpath=following-sibling::div//code')
        .innerText()
    ).trim();
    await operator.getByRole('button', { name: 'To the connection' }).click();
    await expect(operator.getByText('This connection is for all customers')).toBeVisible();
    await operator.getByRole('button', { name: 'Test connection' }).click();
    await expect(operator.getByText('Everything is there.')).toBeVisible();
  });

  await test.step('a customer finds it, without how it gets in', async () => {
    await new SignInPage(customer).signIn('harbour@demo.example', 'Demo-portal-1');
    await customer.waitForURL('**/manager/devices');
    await customer.goto('/manager/connections');
    const row = customer.locator('[data-row]').filter({ hasText: name });
    await expect(row).toContainText('All customers');
    await row.getByRole('link').first().click();
    await expect(customer.getByRole('heading', { name, level: 1 })).toBeVisible();
    await expect(customer.getByText('A connection of the platform')).toBeVisible();
    await expect(customer.getByText('/ingestion/lora/')).toHaveCount(0);
    for (const action of [
      'Switch off',
      'Rename',
      'More actions',
      'Replace the secret',
      'Show',
      'Test connection',
    ])
      await expect(customer.getByRole('button', { name: action, exact: true })).toHaveCount(0);
  });

  await test.step('and registers a device through it', async () => {
    await customer.goto(`/manager/connectivity/lora/${device?.id}`);
    await customer.getByRole('button', { name: 'Register on network' }).click();
    const dialog = customer.getByRole('dialog');
    await dialog.getByRole('combobox').click();
    await customer.getByRole('option', { name: new RegExp(`${name}.*All customers`) }).click();
    await dialog.getByRole('button', { name: 'Register on network' }).click();
    await expect(customer.getByRole('button', { name: 'Deactivate' })).toBeVisible({ timeout: 30_000 });
    await expect(customer.getByRole('link', { name })).toBeVisible();
  });

  await test.step('what it sends is the customer’s; what nobody knows is the operator’s', async () => {
    const fCnt = 60_000 + Math.floor(Math.random() * 5_000);
    const known = await postUplink(connection, devEui, Buffer.from('0100e2', 'hex'), fCnt);
    expect([known.status, (known.body as { status?: string }).status]).toEqual([200, 'accepted']);
    expect((await postUplink(connection, stranger, Buffer.from([1]), 1)).status).toBe(404);
    await expect
      .poll(async () => {
        await operator.reload();
        return operator.getByRole('button', { name: new RegExp(`^Forget .*${stranger.slice(-2)}`) }).count();
      })
      .toBe(1);
    await expect(operator.getByRole('link', { name: 'Add as device' })).toHaveCount(0);
    await expect(operator.getByText(DEVICE)).toHaveCount(0);
    await customer.goto(address());
    await expect(customer.getByText('Registered devices')).toBeVisible();
    await expect(customer.getByText('Unknown devices')).toHaveCount(0);
  });

  await test.step('without it the device is back in the inventory', async () => {
    await operator.getByRole('button', { name: 'More actions' }).click();
    await operator.getByRole('menuitem', { name: 'Delete connection' }).click();
    const sure = operator.getByRole('alertdialog');
    await sure.getByRole('textbox').fill(name);
    await sure.getByRole('button', { name: 'Delete connection' }).click();
    await operator.waitForURL('**/manager/connections');
    await customer.goto(`/manager/connectivity/lora/${device?.id}`);
    await expect(customer.getByRole('button', { name: 'Register on network' })).toBeVisible();
    await customer.goto('/manager/connections');
    await expect(customer.locator('[data-row]').filter({ hasText: name })).toHaveCount(0);
    await context.close();
  });
});
