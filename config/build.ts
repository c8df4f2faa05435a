import { build } from 'rolldown';
import { bundle } from './bundle.ts';

await build(bundle);
