import { demo, expect, test } from '../fixtures.ts';
import { asProgram } from '../flows/every-page.ts';
import { HARBOUR, ownWord } from '../flows/made-up.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('a flow is edited in its drawing: switched, taken apart and put together again, by mouse and by keys; and deleted', async ({
  page,
  request,
}) => {
  const name = `Drawn ${ownWord()}`;
  const device = demo().devices.find(({ customer, type }) => customer === HARBOUR && type === 'Elsys ERS');
  const decoder = '› Decoded Elsys ERS v9 payload (v3)';
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const flow = new FlowPage(page);
  const address = await flow.create(name, 'Buildings');
  const program = await asProgram(request);
  await program.make(`device-groups/${address.split('/').at(-1)}/devices`, { deviceId: device?.id });
  await flow.switchOn(address, decoder);
  await flow.linkDestination(address, 'Port dashboard');

  await page.goto(address);
  const drawing = page.getByRole('figure', { name: new RegExp(name) });
  const box = (of: string) => drawing.locator('.react-flow__node').filter({ hasText: of });
  await expect(box(decoder)).toBeVisible();

  await test.step('a decoder is switched off in its box, which tells what is missing then, and comes back', async () => {
    await box(decoder).getByRole('switch').click();
    await expect(page.getByText(`${decoder} is off for Elsys ERS.`)).toBeVisible();
    await expect(box(decoder)).toHaveCount(0);
    await box('Elsys ERS')
      .getByRole('button', { name: /^What is wrong with/ })
      .click();
    await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(box(decoder)).toBeVisible();
  });

  await test.step('a way is cut by its cross', async () => {
    await drawing.getByRole('button', { name: 'Unlink Port dashboard' }).click();
    await expect(page.getByText('Port dashboard was unlinked.')).toBeVisible();
    await expect(box('Port dashboard')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(box('Port dashboard')).toBeVisible();
  });

  await test.step('by keys: a box is chosen and taken off', async () => {
    await box('Port dashboard').focus();
    await page.keyboard.press('Delete');
    await expect(box('Port dashboard')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(box('Port dashboard')).toBeVisible();
  });

  await test.step('as a list it has the same switches', async () => {
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await expect(drawing).toHaveCount(0);
    await expect(page.getByRole('switch', { name: /^› Decoded Elsys ERS v9 payload \(v3\)/ })).toBeChecked();
  });

  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name: 'Delete flow' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Port dashboard gets nothing from it any more');
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete flow' }).click();
  await expect(page.getByText(`Flow ${name} was deleted.`)).toBeVisible();
});
