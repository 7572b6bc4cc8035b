import { errorMessage } from '../core/error-message.ts';

/** Why the bot cannot start and what to do about it, in one or two sentences. */
export function startProblem(error: unknown, address: { readonly HOST: string; readonly PORT: number }): string {
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (syscall !== 'listen') return `${errorMessage(error)}.`;
  if (code === 'EADDRINUSE')
    return `Port ${address.PORT} is in use. Stop the program that uses it, or set PORT to another one.`;
  if (code === 'EACCES') return `This user may not listen on port ${address.PORT}. Set PORT to one above 1023.`;
  return `The bot cannot listen on ${address.HOST} (${code}). Set HOST to an address of this machine.`;
}
