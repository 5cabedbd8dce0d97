import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { CLIENT_ADDRESS_HEADER } from '#server/http/client-address.ts';
import { DomainError } from '#server/platform/errors.ts';
import { authOptions } from './next-auth.ts';
import { type PortalSession, sessionOf } from './session.ts';

/** The session behind the cookie, looked up once a request; null when there is none or it has ended. */
export const currentSession = cache(async (): Promise<PortalSession | null> => {
  const carried = (await getServerSession(authOptions())) as { sid?: string } | null;
  if (!carried?.sid) return null;
  return sessionOf(carried.sid, (await headers()).get(CLIENT_ADDRESS_HEADER));
});

/** First line of every loader: the session, or the sign-in page. */
export async function requireSession(): Promise<PortalSession> {
  const session = await currentSession();
  if (!session) redirect('/sign-in');
  return session;
}

/** First line of every action and every route handler of the portal: the session, or a refusal. */
export async function sessionOrRefuse(): Promise<PortalSession> {
  const session = await currentSession();
  if (!session) throw new DomainError('access.signed-out', 'unauthenticated');
  return session;
}
