import { pipelineDatabase } from '#server/platform/database.ts';
import { env } from '#server/platform/env.ts';
import { selectSystemSubscriber, stopSystemMails } from './subscribers.sql.ts';
import { readUnsubscribeToken } from './unsubscribe-token.ts';

/** Whose mail a link is about; null: it fits nobody. */
export async function findSubscriber(token: string): Promise<{ email: string } | null> {
  const subscriber = readUnsubscribeToken(env().NEXTAUTH_SECRET, token);
  return subscriber ? selectSystemSubscriber(pipelineDatabase(), subscriber) : null;
}

/** Who holds a mail may end them, signed in or not; false: the link fits nobody. */
export async function stopAlertMails(token: string): Promise<boolean> {
  const subscriber = readUnsubscribeToken(env().NEXTAUTH_SECRET, token);
  return subscriber ? stopSystemMails(pipelineDatabase(), subscriber) : false;
}
