/** The written form of how a system is compared with what journeys believe. */
import { z } from 'zod';
import { driftPolicies } from '../reconcile-model.ts';
import { durationSchema, fromOneSchema, qualifiedSchema } from './parts.ts';

const policySchema = z.enum(driftPolicies).optional();

export const reconcileSchema = z
  .strictObject({
    every: durationSchema
      .optional()
      .describe('How often; unless said, at deadlines, after outages, and when somebody asks.'),
    'per-minute': fromOneSchema
      .max(60_000)
      .optional()
      .describe('Questions a minute at the most, a page of a list being one; 600 unless said.'),
    missed: policySchema.describe('It tells what never came; `apply` unless said.'),
    'out-of-order': policySchema.describe(
      'Something older came after what it tells; `apply` unless said.',
    ),
    changed: policySchema.describe('It tells it otherwise now; `propose` unless said.'),
    contradicted: policySchema.describe(
      'It says again what it said before its last word; `propose` unless said.',
    ),
    write: z
      .record(qualifiedSchema, qualifiedSchema)
      .optional()
      .describe(
        'By an event of the look-up: the command of the system that writes what it tells, where ' +
          'a person says that we are right.',
      ),
  })
  .meta({
    id: 'Reconciliation',
    description:
      'How a system is compared with what journeys believe; what vanished or is there twice is ' +
      'always for a person to find out.',
  });
