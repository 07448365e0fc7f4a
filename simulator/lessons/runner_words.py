"""Every word that the lesson runner shows by itself, in the current language."""

from __future__ import annotations

from simulator.i18n.language import _


def runner_words() -> dict[str, str]:
    """Words by the names that charts/static/lessons/*.js call them; numbers go into the braces."""
    return {
        "lessons": _("Lessons"),
        "intro": _(
            "Each lesson asks you first and then shows you. Your answers stay on this page: "
            "nothing is stored or sent, and reloading the page clears them."
        ),
        "all": _("All lessons"),
        "lesson": _("Lesson {number}"),
        "role_play": _("Role play"),
        "minutes": _("about {number} minutes"),
        "progress": _("{done} of {total} steps done"),
        "not_begun": _("not started"),
        "step": _("Step {step} of {total}"),
        "steps": _("Steps of this lesson"),
        "step_done": _("done"),
        "step_closed": _("not open yet"),
        "back": _("Back"),
        "next": _("Next"),
        "finish": _("Go to my sheet"),
        "first": _("Answer first. Then the next step opens."),
        "move_first": _("Move the threshold first. Then the next step opens."),
        "not_found": _(
            "This link leads to a lesson or step that does not exist. Choose one below."
        ),
        "sources": _("Where this comes from"),
        "source": _("Source"),
        "task": _("Your turn"),
        "your_number": _("Your number"),
        "your_guess": _("Your guess"),
        "keep_guess": _("That is my guess"),
        "keep_answer": _("That is my answer"),
        "number_between": _("Enter a number from {low} to {high}."),
        "choose_one": _("Choose one."),
        "write_one": _("Write a sentence."),
        "your_answer": _("your answer"),
        "right_answer": _("the answer"),
        "open_all": _("{done} of {total} opened"),
        "tried": _("I did it"),
        "reached": _("Done: {setting}"),
        "not_yet": _("Not yet: {setting}"),
        "setting": _(
            "confidence {confidence}, distance {distance}: {flagged} of {searched} falsely matched"
        ),
        "setting_plain": _("distance {distance}: {flagged} of {searched} falsely matched"),
        "interval": _("{rate} (95% interval {between})"),
        "bound": _("{rate} ({between}, one-sided 95% bound)"),
        "matcher_below": _("The matcher is below."),
        "matcher_elsewhere": _("The matcher runs only in the installed program: falsematch app."),
        "round_one": _("First round: you alone"),
        "round_two": _("Second round: with the machine's claim"),
        "pair_of": _("Pair {number} of {total}"),
        "sketches": _(
            "Two sketches, each drawn from points on a photo: one smiling, one neutral. Do they "
            "show the same person?"
        ),
        "sketch": _("Line sketch of a face"),
        "same": _("Same person"),
        "different": _("Different people"),
        "machine": _("The machine says"),
        "pair": _("Pair"),
        "you_first": _("You alone"),
        "you_then": _("You with the claim"),
        "truth": _("Truth"),
        "swayed": _(
            "You changed your mind on {changed} of {total} pairs. On {towards} of those, you "
            "switched to the machine's answer."
        ),
        "followed": _(
            "The machine was wrong on {wrong} of {total} pairs. On {followed} of those, you agreed "
            "with it in the second round."
        ),
        "score": _("You were right on {first} of {total} alone, and on {second} with the claim."),
        "again": _("Play again"),
        "sheet": _("My sheet"),
        "sheet_intro": _(
            "What you guessed, what you set, and what came out. It is made only on this page."
        ),
        "sheet_empty": _("Nothing yet: answer a step of a lesson first."),
        "sheet_name": _("Name (optional; it stays on this page)"),
        "sheet_print": _("Print my sheet"),
        "sheet_save": _("Save my sheet (HTML)"),
        "sheet_file": _("my-sheet"),
        "sheet_question": _("Question"),
        "sheet_answer": _("My answer"),
        "sheet_result": _("Result"),
        "sheet_foot": _("Made with falsematch on the student's own page. {date}"),
        "play": _("Try the test yourself"),
        "play_question": _("Move the threshold and see who is falsely matched."),
        "pairs": _("The pairs behind the numbers"),
        "tables": _("Tables"),
    }
