/** How many people gave one answer: the text of the button that they tapped last. */
interface AnswerCount {
  readonly text: string;
  readonly people: number;
}

/** What came back on one send, in numbers. */
export interface ReplyTally {
  /** Everything that was written or tapped. */
  readonly replies: number;
  /** By button, the most tapped first. Each person counts once, with the latest tap. */
  readonly answers: readonly AnswerCount[];
  /** Recipients that the message reached, as far as is known, and that wrote and tapped nothing. */
  readonly silent: number;
}

/** So many answers are named; the others are summed. */
const MAX_ANSWERS_NAMED = 6;

/** `37 replies · Yes 29 · No 3 · 68 have not answered`, piece by piece. The texts of buttons are untrusted. */
export function tallyPieces({ replies, answers, silent }: ReplyTally): readonly string[] {
  const others = answers.slice(MAX_ANSWERS_NAMED).reduce((sum, { people }) => sum + people, 0);
  return [
    replies === 1 ? '1 reply' : `${replies} replies`,
    ...answers.slice(0, MAX_ANSWERS_NAMED).map(({ text, people }) => `${text} ${people}`),
    ...(others === 0 ? [] : [`other answers ${others}`]),
    ...(silent === 0 ? [] : [silent === 1 ? '1 has not answered' : `${silent} have not answered`]),
  ];
}
