import { registerHooks } from 'node:module';

/** Whoever imports our source from here on gets what was compiled from it: the tests' helpers then drive the program as it is shipped. */
registerHooks({
	resolve: (specifier, context, next) => next(specifier.replace(/\/src\/(.*)\.tsx?$/, '/dist/src/$1.js'), context),
});
