import { expect, type Page } from '@playwright/test';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { GENERIC_TYPE, ownAppKey, ownDevEui, ownWord } from './made-up.ts';

/** A LoRa device that nobody else touches; who added it reads what to do next. */
export async function addOwnDevice(page: Page, called: string): Promise<string> {
  const name = `${called} ${ownWord()}`;
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await new DeviceWizardPage(page).add({
    type: GENERIC_TYPE,
    project: 'Buildings',
    name,
    devEui: ownDevEui(),
    joinEui: '0059AC00000FFFFF',
    appKey: ownAppKey(),
  });
  return name;
}

/** Registers it on the built-in network, from where the button stands. */
export async function registerOnSimulated(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Register on network' }).click();
  // What is said of it afterwards is a dialog, too.
  const register = page.getByRole('dialog', { name: /^Register / });
  await register.getByRole('combobox').click();
  await page.getByRole('option', { name: /^Simulated network/ }).click();
  await register.getByRole('button', { name: 'Register on network' }).click();
  await expect(register).toBeHidden();
}

/** Its page opened; `tab` is one of its parts. */
export async function openOwnDevice(page: Page, called: string) {
  const name = await addOwnDevice(page, called);
  await new DeviceListPage(page).find(name, 1);
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const parts = page.getByRole('navigation', { name: 'Parts of the device' });
  return { name, tab: (of: string) => parts.getByRole('link', { name: of, exact: true }) };
}
