import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { CLIENT_ADDRESS_HEADER } from '#server/http/client-address.ts';
import { env } from '#server/platform/env.ts';
import { DomainError } from '#server/platform/errors.ts';
import { SESSION_HOURS, signInSchema } from './contract.ts';
import { revokeSystemSession } from './repository.ts';
import { signIn } from './sign-in.ts';

/**
 * next-auth carries one thing: the id of our own session row (`sid`). Rights are looked up behind it at every
 * request, so revoking the row, the user or a role takes effect at once.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_HOURS * 3600 },
    pages: { signIn: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(credentials, request) {
          const input = signInSchema.safeParse({
            email: credentials?.email,
            password: credentials?.password,
          });
          if (!input.success) return null;
          const headers = (request.headers ?? {}) as Record<string, string | undefined>;
          try {
            const { sessionId } = await signIn(input.data, {
              address: headers[CLIENT_ADDRESS_HEADER] ?? null,
              userAgent: headers['user-agent'] ?? null,
            });
            return { id: sessionId };
          } catch (error) {
            if (error instanceof DomainError && error.kind === 'unauthenticated') return null;
            throw error;
          }
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (user) return { sid: user.id };
        return token;
      },
      session({ session, token }) {
        return { expires: session.expires, sid: token.sid as string };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await revokeSystemSession(token.sid);
      },
    },
  };
}
