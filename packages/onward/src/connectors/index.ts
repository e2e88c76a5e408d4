/** The connectors that come with Onward, by the name a program gives them. */
import type { Connector } from '../core/index.ts';
import { api } from './api/index.ts';
import { hl7v2 } from './hl7v2/index.ts';
import { stripe } from './stripe/index.ts';
import { webhook } from './webhook/index.ts';

export const connectors: Readonly<Record<string, Connector>> = { webhook, stripe, hl7v2, api };
