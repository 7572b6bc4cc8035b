import type { Locator, Page } from 'playwright-core';

/** What a person did and read. */
export interface Effort {
  /** Strokes: a shortcut such as Ctrl+V is one. */
  readonly keys: number;
  readonly clicks: number;
  readonly words: number;
}

/** A user at keyboard and mouse, whose every stroke and click is counted. */
export interface User {
  /** Types it letter by letter. */
  types(text: string): Promise<void>;
  presses(key: string): Promise<void>;
  /** Pastes it, which is one stroke however long it is. */
  pastes(text: string): Promise<void>;
  clicks(target: Locator): Promise<void>;
  /** Presses Tab until the target has the focus. */
  tabsTo(target: Locator): Promise<void>;
  /** Waits for it, and counts its words. @returns what stands there */
  reads(target: Locator): Promise<string>;
  effort(): Effort;
}

const MAX_TABS = 80;

export function createUser(page: Page): User {
  let keys = 0;
  let clicks = 0;
  let words = 0;

  async function presses(key: string): Promise<void> {
    keys += 1;
    await page.keyboard.press(key);
  }

  return {
    presses,
    async types(text) {
      keys += [...text].length;
      await page.keyboard.type(text);
    },
    async pastes(text) {
      keys += 1;
      await page.keyboard.insertText(text);
    },
    async clicks(target) {
      clicks += 1;
      await target.click();
    },
    async tabsTo(target) {
      await target.waitFor();
      for (let tabs = 0; !(await hasFocus(target)); tabs++) {
        if (tabs === MAX_TABS) throw new Error(`Tab does not lead to ${target}`);
        await presses('Tab');
      }
    },
    async reads(target) {
      await target.waitFor();
      // With the line breaks that the page shows: without them the last word of a line runs into the next one's first.
      const text = (await target.allInnerTexts()).join('\n');
      words += text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
      return text;
    },
    effort: () => ({ keys, clicks, words }),
  };
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}
