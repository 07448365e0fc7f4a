"""Every word that the lesson runner shows by itself, in the current language."""

from __future__ import annotations

from simulator.i18n.language import _


def runner_words() -> dict[str, str]:
    """Words by the names that charts/static/lessons/*.js call them; numbers go into the braces."""
    return {
        "lessons": _("Lessons"),
        "intro": _(
            "Each lesson asks you first and then shows you. Your answers stay in this browser tab "
            "until you close or clear it; nothing is sent."
        ),
        "clear": _("Clear my answers"),
        "all": _("All lessons"),
        "cards": _("One of these is you"),
        "cards_question": _("Take a card. Stand when your number lights up."),
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
        "why_not": _("Why not “{option}”?"),
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
        "round_two": _("Second round: now the machine may say something"),
        "pair_of": _("Pair {number} of {total}"),
        "photos": _(
            "Two photos of adults in London: one smiling, one neutral. Do they show the same "
            "person?"
        ),
        "photo": _("Photograph of a face"),
        "sketches": _(
            "Two sketches, each drawn from points on a photo: one smiling, one neutral. Do they "
            "show the same person? A drawing carries far less than a photo."
        ),
        "sketch": _("Line sketch of a face"),
        "same": _("Same person"),
        "different": _("Different people"),
        "machine": _("The machine says"),
        "says_nothing": _("The machine says nothing about this pair."),
        "pair": _("Pair"),
        "you_first": _("You alone"),
        "you_then": _("You, second round"),
        "truth": _("Truth"),
        "matcher_says": _("What our matcher really says, at our 99% (not Amazon’s)"),
        "pair_by_pair": _("Pair by pair"),
        "no_word": _("nothing"),
        "true_word": _("the truth"),
        "false_word": _("the opposite"),
        "after_none": _(
            "Where the machine said nothing, you were right on {alone} of {total} at first, and on "
            "{then} the second time."
        ),
        "after_true": _(
            "Where it told the truth, you were right on {alone} of {total} at first, and on {then} "
            "the second time."
        ),
        "after_false": _(
            "Where it said the opposite, you were right on {alone} of {total} at first, and on "
            "{then} the second time."
        ),
        "dealt": _(
            "Chance decided what the machine said about each pair: nothing, the truth, or the "
            "opposite. Everyone gets a different draw. So the rows differ by what the machine "
            "said, and by luck. With {count} pairs in each row, luck can do a lot: add up the "
            "whole class."
        ),
        "by_word": _("Your answers by what the machine said"),
        "word": _("The machine said"),
        "pairs_of_word": _("Pairs"),
        "right_alone": _("Right alone"),
        "right_then": _("Right, second round"),
        "changed": _("Answers changed"),
        "london_credit": _(
            "Faces: Face Research Lab London Set, Lisa DeBruine and Benedict Jones, CC BY 4.0."
        ),
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
