import type { ValueFormat } from '../template.ts';

/** The blanks of a template, named as the inputs that fill them. */
export type FieldId =
  | 'param_header'
  | 'media_url'
  | `param_${number}`
  | 'param_url'
  | 'second_param_url'
  | 'coupon_code'
  | `payload_${number}`;

export interface TemplateField {
  readonly id: FieldId;
  /** What it is, in the person's words: `Booking number`, `Link to the header image`. */
  readonly label: string;
  readonly example: string | undefined;
  /** The rule, when there is one to know before typing. */
  readonly hint: string | undefined;
  readonly isOptional: boolean;
  /** In characters. */
  readonly maxLength: number;
  /** What it holds until the person changes it. */
  readonly standard?: string | undefined;
  readonly format?: ValueFormat | undefined;
}

export interface FieldProblem {
  readonly field: FieldId;
  readonly sentence: string;
}

export type FieldValues = Readonly<Partial<Record<FieldId, string>>>;
