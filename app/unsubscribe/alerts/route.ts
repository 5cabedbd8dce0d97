import { stopAlertMails } from '#server/alerts/stop-mails.ts';
import { publicUrl } from '#server/platform/env.ts';

/** By the button of the page, or by a mail program in one press (RFC 8058): both post. */
export async function POST(request: Request): Promise<Response> {
  const done = await stopAlertMails(new URL(request.url).searchParams.get('token') ?? '');
  const to = new URL(`/unsubscribe?${done ? 'done' : 'bad'}`, publicUrl());
  return new Response(null, { status: 303, headers: { location: to.href, 'cache-control': 'no-store' } });
}
