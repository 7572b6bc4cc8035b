/** Text that may be lost: nothing whose loss matters goes in. */
export interface TextCache {
  /** Gives the text of a key; undefined when there is none or it has expired. */
  get(key: string): Promise<string | undefined>;
  /** Saves a text. @param lifeMs after how many milliseconds it expires; left out, it stays */
  set(key: string, value: string, lifeMs?: number): Promise<unknown>;
}
