import { z } from 'zod';

/** Roles of each group, weakest first: of several roles of one group the weakest counts. */
export const ROLE_GROUPS = {
  organization: ['admin'],
  manager: ['read-only', 'editor', 'admin'],
  creator: ['read-only', 'admin'],
  support: ['user'],
  finance: ['read-only'],
} as const;

export type RoleGroup = keyof typeof ROLE_GROUPS;
export type Role = { [G in RoleGroup]: `${G}.${(typeof ROLE_GROUPS)[G][number]}` }[RoleGroup];

export const ROLES = Object.entries(ROLE_GROUPS).flatMap(([group, names]) =>
  names.map((name) => `${group}.${name}` as Role),
);

export const signInSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(320).pipe(z.email()),
  password: z.string().min(1).max(100),
});
export type SignIn = z.infer<typeof signInSchema>;

/** RFC 6749 §4.4; `audience` is accepted for programs written for the original. */
export const tokenRequestSchema = z.object({
  grant_type: z.string(),
  client_id: z.string().max(200).optional(),
  client_secret: z.string().max(500).optional(),
  audience: z.string().max(500).optional(),
});

export const ACCESS_TOKEN_SECONDS = 3600;
/** A session ends after so long without a request, and after so many hours in any case. */
export const SESSION_IDLE_MINUTES = 30;
export const SESSION_HOURS = 12;
