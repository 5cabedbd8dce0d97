import NextAuth from 'next-auth';
import { authOptions } from '#server/access/next-auth.ts';

/** Made at the first request: a build has no secrets. */
async function handler(
  request: Request,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  return NextAuth(request as never, context as never, authOptions()) as Promise<Response>;
}

export { handler as GET, handler as POST };
