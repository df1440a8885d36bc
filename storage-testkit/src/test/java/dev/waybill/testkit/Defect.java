package dev.waybill.testkit;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UserMetadata;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// What can be wrong with an adapter, and which test of the contract is to find it.
enum Defect {
    LISTS_IN_UTF16_ORDER(
            "characters_beyond_the_basic_plane_sort_by_their_bytes",
            inner -> DefectiveReads.listingIn(inner, Comparator.naturalOrder())),
    LISTS_FOLDER_BY_FOLDER(
            "a_hyphen_sorts_before_the_slash_of_a_folder",
            inner -> DefectiveReads.listingIn(inner, DefectiveReads.folderByFolder())),
    ENDS_A_LISTING_AFTER_ITS_FIRST_PAGE(
            "a_listing_longer_than_any_page_is_whole", inner -> DefectiveReads.listingAtMost(inner, 1000)),
    BEGINS_AT_START_AFTER("a_listing_behind_a_key_leaves_the_key_out", DefectiveReads::beginningAtStartAfter),
    TAKES_PREFIXES_FOR_FOLDERS(
            "a_prefix_is_the_beginning_of_a_string_and_not_a_folder", DefectiveReads::takingPrefixesForFolders),
    READS_ONE_BYTE_TOO_MANY(
            "ranges_give_exactly_their_bytes", inner -> DefectiveReads.reading(inner, DefectiveReads::oneByteTooMany)),
    TAKES_AN_EMPTY_SUFFIX_FOR_ALL(
            "a_suffix_gives_the_last_bytes_or_all",
            inner -> DefectiveReads.reading(inner, DefectiveReads::wholeForAnEmptySuffix)),
    MIXES_VERSIONS_IN_A_BODY(
            "a_body_that_was_opened_stays_of_its_version_while_it_is_replaced", DefectiveReads::readingTheLatestBytes),
    GIVES_ONE_ETAG_TO_ALL("the_etag_changes_when_the_bytes_change", DefectiveReads::givingOneEtagToAll),

    WRITES_IN_PLACE("a_put_in_progress_shows_the_old_bytes", DefectiveWrites::emptyingBeforeWriting),
    KEEPS_THE_HALF_OF_A_FAILED_PUT(
            "a_source_that_throws_midway_leaves_the_old_bytes", DefectiveWrites::storingWhatCameBeforeAFailure),
    STORES_A_SHORT_SOURCE("a_source_that_ends_early_stores_nothing", DefectiveWrites::storingWhateverLengthComes),
    STORES_A_LONG_SOURCE(
            "a_source_that_goes_on_behind_its_length_stores_nothing", DefectiveWrites::storingWhateverLengthComes),
    READS_THE_SOURCE_TWICE("put_opens_its_source_once_and_closes_it", DefectiveWrites::readingTheSourceTwice),
    LEAVES_THE_SOURCE_OPEN("put_opens_its_source_once_and_closes_it", DefectiveWrites::leavingTheSourceOpen),
    FORGETS_THE_INTERRUPT(
            "a_put_interrupted_midway_is_cancelled_and_leaves_the_old_bytes", DefectiveWrites::forgettingTheInterrupt),
    IGNORES_CHECKSUMS(
            "a_wrong_checksum_stores_nothing",
            inner -> DefectiveWrites.puttingWith(inner, DefectiveWrites::withoutChecksum)),
    DROPS_USER_METADATA(
            "user_metadata_round_trips",
            inner -> DefectiveWrites.puttingWith(inner, o -> o.withUserMetadata(UserMetadata.EMPTY))),
    CUTS_TIMES_TO_SECONDS(
            "the_time_of_the_content_is_kept_to_the_declared_precision",
            inner -> DefectiveWrites.puttingWith(inner, Defect::toSeconds)),
    IGNORES_IF_ABSENT(
            "put_if_absent_keeps_what_is_there",
            inner -> DefectiveWrites.puttingWith(inner, o -> o.withPrecondition(Precondition.NONE))),
    IGNORES_IF_MATCH(
            "put_if_match_keeps_a_version_that_is_not_the_named_one",
            inner -> DefectiveWrites.puttingWith(inner, o -> o.withPrecondition(Precondition.NONE))),
    LOOKS_BEFORE_WRITING("of_many_that_put_if_absent_one_wins", DefectiveWrites::lookingBeforeWriting),

    FAILS_TO_DELETE_WHAT_IS_ABSENT("deleting_an_absent_object_succeeds", DefectiveWrites::failingToDeleteWhatIsAbsent),
    DELETES_WHATEVER_VERSION("delete_if_match_keeps_any_other_version", DefectiveWrites::deletingWhateverVersion),
    DELETES_THE_FIRST_THOUSAND(
            "delete_all_of_more_than_a_thousand_removes_each", DefectiveWrites::deletingTheFirstThousand),
    COPIES_BYTES_ONLY("a_copy_keeps_the_user_metadata_media_type_and_time", DefectiveWrites::copyingBytesOnly),
    DENIES_THAT_IT_COPIES("a_copy_has_the_bytes_of_its_source", DefectiveWrites::denyingThatItCopies),

    TRIMS_KEYS("spaces_in_any_place_are_kept", inner -> DefectiveWrites.rewritingKeys(inner, String::trim)),
    DECODES_KEYS(
            "percent_signs_and_plus_signs_are_not_decoded",
            inner -> DefectiveWrites.rewritingKeys(inner, Defect::decoded)),
    FOLDS_CASE(
            "upper_and_lower_case_are_two_keys",
            inner -> DefectiveWrites.rewritingKeys(inner, key -> key.toLowerCase(Locale.ROOT))),
    NORMALISES_KEYS(
            "composed_and_decomposed_forms_are_two_keys",
            inner -> DefectiveWrites.rewritingKeys(inner, key -> Normalizer.normalize(key, Normalizer.Form.NFC))),

    SHOWS_PARTS_AT_ONCE("an_upload_shows_nothing_before_it_is_complete", DefectiveUploads::showingPartsAtOnce),
    COMPLETES_WHAT_IT_HOLDS("parts_out_of_order_are_rejected", DefectiveUploads::completingWhatItHolds),
    KEEPS_THE_FIRST_OF_TWO_PARTS(
            "a_part_put_again_replaces_the_one_before", DefectiveUploads::keepingTheFirstOfTwoParts),
    ABORTS_ON_CLOSE("an_upload_can_be_resumed_by_its_id_from_another_client", DefectiveUploads::abortingOnClose),
    COMPLETES_WHATEVER_CAME_BEFORE(
            "an_upload_if_absent_keeps_what_came_before_its_completion",
            DefectiveUploads::completingWhateverCameBefore),

    FAILS_TO_CLOSE_TWICE("closing_twice_does_nothing", DefectiveWrites::failingToCloseTwice),
    GOES_ON_AFTER_CLOSING("every_call_after_closing_is_a_bug_and_says_so", DefectiveWrites::goingOnAfterClosing);

    private final String test;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final UnaryOperator<IObjectStorageAdapter> wrap;

    Defect(String test, UnaryOperator<IObjectStorageAdapter> wrap) {
        this.test = test;
        this.wrap = wrap;
    }

    /// The test of the contract that is to fail.
    String test() {
        return test;
    }

    /// The sound adapter, with this defect.
    IObjectStorageAdapter in(IObjectStorageAdapter sound) {
        return wrap.apply(sound);
    }

    private static PutOptions toSeconds(PutOptions options) {
        return options.contentModified()
                .map(time -> options.withContentModified(time.truncatedTo(ChronoUnit.SECONDS)))
                .orElse(options);
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }
}
