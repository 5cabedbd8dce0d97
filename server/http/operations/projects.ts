import {
  pageOfProjects,
  projectBodySchema,
  projectPathSchema,
  projectsQuerySchema,
} from '#server/projects/api-contract.ts';
import { getProjectBody, searchProjects } from '#server/projects/search-projects.ts';
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
];
