package dev.pankou.sandbox;

import dev.pankou.egress.CancelSignal;
import java.time.Duration;

/**
 * One call of a user's function.
 *
 * @param code declares {@code main}: {@code async function main({ params })} or {@code async def main(args)}
 * @param params text of a JSON object
 * @param timeout from the moment the code begins; a longer one than the sandbox allows is shortened to that
 * @param cancel ends the run at once, also while it waits for its turn
 */
public record CodeTask(Language language, String code, String params, Duration timeout, CancelSignal cancel) {}
