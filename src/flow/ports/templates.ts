import type { Result } from '../../core/result.ts';
import type { Template, TemplateStatus } from '../../core/template/template.ts';

export interface TemplateFinder {
  /** The template with this name in this language; undefined when there is none. */
  find(name: string, language: string): Template | undefined;
}

export interface Catalogue extends TemplateFinder {
  /** Best first, those that cannot be sent last; at most `limit`. */
  search(query: string, limit: number): readonly Template[];
}

/** How current the catalogue's statuses are. */
export interface TemplateFreshness {
  /** When the provider's list was last read; undefined when it never was. */
  readonly asOf: Date | undefined;
  /** Why the newest try to read it failed, as a sentence without its end; undefined when it did not. */
  readonly problem: string | undefined;
}

/** A catalogue that is kept up to date. */
export interface FreshCatalogue extends Catalogue {
  /** How current the statuses are. */
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

/** A new status of a template, as the provider's callback says it. */
export interface TemplateStatusChange {
  readonly name: string;
  /** Undefined means every language of it. */
  readonly language: string | undefined;
  readonly status: TemplateStatus;
}
