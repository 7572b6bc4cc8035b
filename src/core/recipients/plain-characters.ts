/** Characters of full width stand in ASCII's order, this far behind it. */
const FULL_WIDTH_OFFSET = 0xfee0;
/** Letters and signs that are drawn as an empty space: Hangul's fillers, an empty Braille cell. */
const BLANK_FILLERS = /[\u115f\u1160\u2800\u3164\uffa0]/g;
/** Opening quotes such as „ are of Unicode's opening brackets too, and are none. */
const OPENING_BRACKET = /[^\P{Ps}\p{ASCII}‚„〝]/gu;
const CLOSING_BRACKET = /[^\P{Pe}\p{ASCII}〞〟]/gu;
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\ufffc]/gu;

/**
 * Full-width characters as their ASCII twins, brackets of every script as round ones, and fillers that look like a blank
 * as a blank. The text keeps its length, so that places in it stay what they were.
 */
export function plainCharacters(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(OPENING_BRACKET, '(')
    .replace(CLOSING_BRACKET, ')')
    .replace(/[﹢⁺]/g, '+')
    .replace(BLANK_FILLERS, ' ');
}

/** The text without invisible characters: controls, marks of direction, variation selectors, joiners. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}
