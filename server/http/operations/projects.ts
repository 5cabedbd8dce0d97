import {
  pageOfProjects,
  projectBodySchema,
  projectLimitsBodySchema,
  projectPathSchema,
  projectsQuerySchema,
} from '#server/projects/api-contract.ts';
import { getProjectBody, getProjectLimits, searchProjects } from '#server/projects/search-projects.ts';
import { setLimits } from '#server/projects/set-limits.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Projects';

export const projectOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/projects',
    name: 'searchProjects',
    tag,
    summary: 'Retrieve projects, filtered by search term and / or client ID.',
    operation: 'projects.read',
    query: projectsQuerySchema,
    reply: pageOfProjects,
    run: async (actor, { query }) => ({ page: await searchProjects(actor, query) }),
  }),
  apiOperation({
    method: 'GET',
    path: '/projects/{projectId}',
    name: 'getProject',
    tag,
    summary: 'Retrieve a project.',
    operation: 'projects.read',
    params: projectPathSchema,
    reply: projectBodySchema,
    run: async (actor, { params }) => ({ body: await getProjectBody(actor, { id: params.projectId }) }),
  }),
  apiOperation({
    method: 'GET',
    path: '/projects/{projectId}/limits',
    name: 'getProjectLimits',
    tag,
    summary: 'Retrieve what a project may hold, and for how many weeks its measurements are kept.',
    operation: 'projects.read',
    params: projectPathSchema,
    reply: projectLimitsBodySchema,
    run: async (actor, { params }) => ({ body: await getProjectLimits(actor, { id: params.projectId }) }),
  }),
  apiOperation({
    method: 'PUT',
    path: '/projects/{projectId}/limits',
    name: 'setProjectLimits',
    tag,
    summary:
      'Set all limits of a project; with fewer weeks than before, measurements that are older are deleted for good.',
    operation: 'projects.limit',
    params: projectPathSchema,
    body: projectLimitsBodySchema,
    reply: projectLimitsBodySchema,
    run: async (actor, { params, body }) => ({
      body: await setLimits(actor, { id: params.projectId, ...body }),
    }),
  }),
];
