import type { Template } from '../template/template.ts';
import type { ListPlan } from './list-plan.ts';
import type { Sheet } from './sheet.ts';

/** Everything in a sheet as one text: the same for every name, encoding and separator of the file. */
export declare function sheetContent(sheet: Pick<Sheet, 'columns' | 'rows'>): string;

/** Who gets which words of which template, as one text: the same for every order of rows and columns. */
export declare function messagesContent(
  template: Pick<Template, 'name' | 'language'>,
  messages: ListPlan['messages'],
): string;
