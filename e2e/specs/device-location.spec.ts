import { expect, test } from '../fixtures.ts';
import { openOwnDevice } from '../flows/own-device.ts';

test('a device is put somewhere: typed, then pressed on the map, and the overview shows it there', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { name, tab } = await openOwnDevice(page, 'Fender');
  const location = page.getByRole('group', { name: 'Location' });
  const [latitude, longitude] = ['Latitude', 'Longitude'].map((label) => location.getByLabel(label));
  const save = async () => {
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect((await answered).ok()).toBe(true);
    await expect(page.getByText(`${name} was saved.`).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  };

  await test.step('half a place is refused where it stands', async () => {
    await tab('Device').click();
    await latitude?.fill('51.9498');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(location.getByText('Fill this in', { exact: false })).toBeVisible();
  });

  await test.step('a whole one is saved, and stands on the map of the overview', async () => {
    await longitude?.fill('4.1453');
    await save();
    await tab('Overview').click();
    await expect(page.getByRole('heading', { name: /^Where it is\s*fixed$/ })).toBeVisible();
    await expect(page.getByText(`${name}: 51.94980, 4.14530`)).toBeAttached();
  });

  await test.step('it is moved by a press on the map', async () => {
    await tab('Device').click();
    const map = location.locator('.leaflet-container');
    await expect(map.locator('path.leaflet-interactive')).toBeVisible();
    await map.click({ position: { x: 60, y: 60 } });
    await expect(longitude as NonNullable<typeof longitude>).not.toHaveValue('4.1453');
    await save();
  });

  await test.step('and taken back; each step stands in the history', async () => {
    await location.getByRole('button', { name: 'No fixed location' }).click();
    await save();
    await tab('Overview').click();
    await expect(page.getByText('Waiting for the first message…')).toBeVisible();
    await expect(page.getByRole('heading', { name: /^Where it is/ })).toHaveCount(0);
  });
});
