import { cut } from '../columns.ts';
import type { Display } from '../display.ts';
import { firstFitting } from '../fit.ts';
import { fitHints, type Hint, hintGap } from '../fit-hints.ts';
import { stopAnswers, stopQuestions } from '../hints.ts';

export interface FooterParts {
	readonly hints: readonly Hint[];
	/** The question whether to stop takes their place. */
	readonly asking: boolean;
	/** What the last key did, and is not seen elsewhere; takes their place too. Already safe to show. */
	readonly notice?: string | undefined;
	readonly width: number;
}

/** The keys that work now. */
export function footerText({ hints, asking, notice, width }: FooterParts, display: Display): string {
	if (asking) return questionText(display, width);
	if (notice !== undefined) return display.paint('waiting', cut(notice, width, display.glyphs.cut));
	return hintsText(fitHints(hints, width), display);
}

const shortAnswers = stopAnswers.at(-1) ?? [];

/** The question and its answers, as fully as there is room; that there is a question is the last to go. */
function questionText(display: Display, width: number): string {
	const wordings = stopQuestions.flatMap((question) => stopAnswers.map((answers) => ({ question, answers })));
	const whole = wordings.find(({ question, answers }) => {
		const words = answers.map(({ keys, does }) => `${keys} ${does}`);
		return [question, ...words].join(hintGap).length <= width;
	});
	const { question, answers } = whole ?? {
		question: firstFitting(stopQuestions.slice(-1), width),
		answers: shortAnswers,
	};
	const hints = hintsText(fitHints(answers, width - question.length - hintGap.length), display);
	return [display.paint('waiting', question), hints].filter((part) => part !== '').join(hintGap);
}

function hintsText(hints: readonly Hint[], { paint }: Display): string {
	return hints.map(({ keys, does }) => `${paint('strong', keys)}${paint('rest', ` ${does}`)}`).join(hintGap);
}
