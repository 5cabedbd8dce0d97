import { expect, test } from '../fixtures.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('a device that was never heard is seen to, muted with a reason, and heard of again', async ({
  page,
}) => {
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  await test.step('the bell tells of the gateway that was dead, and leads there', async () => {
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await page.getByRole('link', { name: /^Over: Gateway/ }).click();
    await page.waitForURL('**/manager/alerts/*');
    await expect(page.getByRole('heading', { name: /^Gateway/, level: 1 })).toBeVisible();
    await expect(page.getByText('Power is off in the mast', { exact: false }).first()).toBeVisible();
    await expect(page.getByRole('row', { name: /Late/ })).toHaveCount(4);
  });

  await test.step('an alert is found by its kind', async () => {
    await page.goto('/manager/alerts?f=kind:is:never-heard');
    await page
      .getByRole('link', { name: /Pump spare/ })
      .first()
      .click();
    await page.waitForURL(/manager\/alerts\/[0-9a-f-]{36}/);
    await expect(page.getByRole('heading', { name: 'Pump spare', level: 1 })).toBeVisible();
  });

  await test.step('an acknowledgement is withdrawn and given with a note', async () => {
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill('Mila switches it on tomorrow');
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByText('Mila switches it on tomorrow').first()).toBeVisible();
  });

  await test.step('it is muted, which stands on its page, and heard of again', async () => {
    await page.getByRole('button', { name: 'Mute' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Stands in the store');
    await dialog.getByRole('button', { name: 'Mute' }).click();
    await expect(page.getByText('Stands in the store', { exact: false }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Hear of it again' }).click();
    await expect(page.getByText('Stands in the store', { exact: false })).toHaveCount(0);
  });

  await test.step('what was written by mail stands in the outbox', async () => {
    await page.goto('/organization/outbox');
    await expect(page.getByText('No mail server is set')).toBeVisible();
    await page
      .getByRole('link', { name: /Over: Gateway/ })
      .first()
      .click();
    await expect(page.getByText('No more mail about alerts', { exact: false })).toBeVisible();
  });
});
