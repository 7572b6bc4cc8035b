import type { Result } from '../../core/result.ts';
import type { TemplateStatus } from '../../core/template/template.ts';
import type { Catalogue } from '../ports/ports.ts';

/** How much the catalogue's statuses can be believed. */
export interface TemplateFreshness {
  /** When the provider's list was last read; undefined when it never was. */
  readonly asOf: Date | undefined;
  /** Why the newest try to read it failed, as a sentence without its end; undefined when it did not. */
  readonly problem: string | undefined;
}

/** A catalogue that is kept up to date. */
export interface FreshCatalogue extends Catalogue {
  freshness(): TemplateFreshness;
  /** Reads the provider's list now. Resolves when it is over, however it ended. */
  refresh(): Promise<void>;
}

/** A template as the provider lists it. */
export interface ProviderTemplate {
  readonly name: string;
  readonly language: string | undefined;
  /** Undefined when the list does not say it. */
  readonly status: TemplateStatus | undefined;
  /** In Meta's own format; undefined when the list holds no text. Plain JSON. */
  readonly entry: Readonly<Record<string, unknown>> | undefined;
}

/** Every template of the account, or why there is no list, as a sentence without its end. Never rejects. */
export type ListTemplates = () => Promise<Result<readonly ProviderTemplate[], string>>;

/** Text that may be lost: nothing whose loss matters goes in. */
export interface TextCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, lifeMs?: number): Promise<unknown>;
}
