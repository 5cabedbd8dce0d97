import { z } from 'zod';
import { listShape, pageOf, timeSchema } from '#server/http/contract.ts';
import { idSchema } from '#server/platform/contract.ts';
import { projectLimitsSchema, SUBSCRIPTIONS } from './contract.ts';

export const projectBodySchema = z
  .strictObject({
    id: z.guid(),
    clientId: z.guid(),
    name: z.string(),
    description: z.string().nullable(),
    subscription: z.enum(SUBSCRIPTIONS),
    createdAt: timeSchema,
    modifiedAt: timeSchema,
  })
  .meta({ id: 'Project', description: 'A solution that a customer builds.' });

/** Read and replaced as a whole. */
export const projectLimitsBodySchema = projectLimitsSchema.omit({ id: true }).meta({
  id: 'ProjectLimits',
  description:
    'What a project may hold, and for how many weeks measurements of its devices are kept; null: no limit of its own.',
});

export const projectsQuerySchema = z.strictObject(listShape);
export type ProjectsQuery = z.output<typeof projectsQuerySchema>;

export const projectPathSchema = z.strictObject({ projectId: idSchema });

export const pageOfProjects = pageOf(projectBodySchema, 'PageOfProjects');
