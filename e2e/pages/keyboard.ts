import { expect, type Locator, type Page } from '@playwright/test';

const MOST_STOPS = 90;

/** A person without a pointer: goes on by Tab, presses keys, and has to see where they are at every stop. */
export class Keyboard {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** By Tab to it; every stop on the way shows that it has the focus. */
  async to(target: Locator, key = 'Tab'): Promise<void> {
    await expect(target).toBeVisible();
    for (let stops = 0; stops <= MOST_STOPS; stops++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.press(key);
      expect(await this.unseen(), 'a stop that does not show').toBeNull();
    }
    throw new Error(`Tab does not lead to ${target}`);
  }

  /** By Tab to it, and Enter. */
  async enter(target: Locator): Promise<void> {
    await this.to(target);
    await this.press('Enter');
  }

  /** Opens a list of choices, types what it begins with, takes it. */
  async choose(field: Locator, text: string): Promise<void> {
    await this.to(field);
    if (!(await field.evaluate((element) => element instanceof HTMLInputElement))) await this.press('Enter');
    await this.type(text);
    const option = this.page.getByRole('option', { name: text }).first();
    await expect(option).toBeVisible();
    if (!(await option.evaluate((element) => element.hasAttribute('data-highlighted'))))
      await this.press('ArrowDown');
    await expect(option).toHaveAttribute('data-highlighted', '');
    await this.press('Enter');
    await expect(option).toBeHidden();
  }

  /** What has the focus without an outline that can be seen, on itself or what stands around it; null: all is well. */
  private unseen(): Promise<string | null> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element.localName === 'nextjs-portal') return null;
      const around = [element, element.parentElement, element.parentElement?.parentElement];
      const isOutlined = around.some((one) => {
        if (!one) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        const { width, height, bottom, right, top, left } = one.getBoundingClientRect();
        const inWindow = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
        return (
          inWindow && width > 4 && height > 4 && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
        );
      });
      // Menus and choices light up the line instead.
      if (
        isOutlined ||
        element.hasAttribute('data-highlighted') ||
        element.matches('[role="menu"],[role="listbox"]')
      )
        return null;
      return element.outerHTML.slice(0, 300);
    });
  }
}
