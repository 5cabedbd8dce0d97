import { createUser } from '#server/users/create-user.ts';

const ACCOUNT = { email: 'reader@load.example', password: 'A password for load runs 1' };

export interface Reader {
  /** Opens the pages in turn; answers how many were not answered 200. */
  read(paths: readonly string[], rounds: number): Promise<number>;
  stop(): Promise<void>;
}

/** Somebody who is signed in at the portal, with the live stream open. */
export async function startReader(port: number, customerId: string): Promise<Reader> {
  await createUser({ customerId, name: 'Reader', ...ACCOUNT, roles: ['manager.admin'] });
  const origin = `http://127.0.0.1:${port}`;
  const cookie = await signIn(origin);
  const ends = new AbortController();
  const live = listen(`${origin}/api/live`, cookie, ends.signal);
  return {
    async read(paths, rounds) {
      let bad = 0;
      for (let n = 0; n < paths.length * rounds; n++) {
        const answer = await fetch(`${origin}${paths[n % paths.length]}`, {
          headers: { cookie },
          redirect: 'manual',
        });
        await answer.text();
        if (answer.status !== 200) bad++;
      }
      return bad;
    },
    async stop() {
      ends.abort();
      await live;
    },
  };
}

async function listen(url: string, cookie: string, signal: AbortSignal): Promise<void> {
  try {
    const answer = await fetch(url, { headers: { cookie }, signal });
    for await (const _ of answer.body ?? []);
  } catch {
    // Ended, as asked for.
  }
}

/** As the sign-in page does it: next-auth's token first, then the credentials. Answers with the cookies. */
async function signIn(origin: string): Promise<string> {
  const first = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const jar = cookiesOf(first);
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: jar },
    body: new URLSearchParams({ csrfToken, json: 'true', ...ACCOUNT }),
  });
  await answer.text();
  const session = cookiesOf(answer);
  if (!session.includes('session-token')) throw new Error(`the reader could not sign in (${answer.status})`);
  return `${jar}; ${session}`;
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}
